// A webpack loader: what fields mean is for the documents that the daemon writes, and what they may hold is for its own check; pages need not carry either.

const described = /\.describe\((?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\)/g;
const narrowed = /\.(?:nonnegative|positive|readonly|nullable|optional|strict)\(\)/g;

/** The source without the descriptions and plain refinements of its schemas; lines stay where they are. */
export const withoutDescriptions = (source: string): string => source.replace(described, '').replace(narrowed, '');

// webpack takes a module's default.
export { withoutDescriptions as default };
