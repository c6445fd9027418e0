// Placeholder of the page.
export function HardwarePage() { return <h1>Hardware</h1>; }
