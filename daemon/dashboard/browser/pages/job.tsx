// Placeholder of the page.
export function JobPage({ job, part }: { readonly job: string; readonly part: string }) { return <h1>{job} {part}</h1>; }
