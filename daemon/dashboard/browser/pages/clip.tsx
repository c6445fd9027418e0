// Placeholder of the page.
export function ClipPage({ path }: { readonly path: string }) { return <h1>{path}</h1>; }
