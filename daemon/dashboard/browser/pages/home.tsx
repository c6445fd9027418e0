// Placeholder of the page.
export function HomePage() { return <h1>Home</h1>; }
