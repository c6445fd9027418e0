// A webpack loader: what fields mean is for the documents that the daemon writes, and pages need not carry it.

const described = /\.describe\((?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\)/g;

/** The source without the descriptions of its schemas; lines stay where they are. */
export const withoutDescriptions = (source: string): string => source.replace(described, '');

// webpack takes a module's default.
export { withoutDescriptions as default };
