// What the checker itself needs of the library that this engine lacks.
type Extract<T, U> = T extends U ? T : never;
/** Of the build, laid before the other files. */
declare const scriptVersion: string;
