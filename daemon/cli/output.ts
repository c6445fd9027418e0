// Everything the command line prints goes through an Output, as text for people or JSON for programs.
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where text goes and what it can do. Injected, so tests read what people would. */
export type Terminal = {
  write(text: string): void; writeError(text: string): void;
  /** Columns, or null when the output is no terminal. */
  readonly columns: number | null; readonly colour: boolean;
  /** Whether its shell quotes as cmd and PowerShell do. */
  readonly windows: boolean;
};

export type Output = {
  readonly json: boolean; readonly terminal: Terminal;
  /** A line for people; nothing in JSON. */
  line(text?: string): void;
  /** The command's answer as one JSON line; nothing in text. */
  data(value: unknown): void;
  error(text: string): void;
  paint(style: Style, text: string): string;
};

export function createOutput(terminal: Terminal, json: boolean): Output {
  return {
    json, terminal,
    line: (text = '') => { if (!json) terminal.write(`${text}\n`); },
    data: (value) => { if (json) terminal.write(`${JSON.stringify(value)}\n`); },
    error: (text) => terminal.writeError(`${text}\n`),
    paint: (style, text) => (terminal.colour ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** The process's own terminal. A reader that has gone (`| head`) ends the text, not the work. `NO_COLOR` (any value) and a missing or dumb terminal mean plain text. */
export function processTerminal(environment: NodeJS.ProcessEnv): Terminal {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });
  const isTerminal = Boolean(stdout.isTTY) && environment.TERM !== 'dumb';
  return {
    write: (text) => { stdout.write(text); }, writeError: (text) => { stderr.write(text); },
    get columns() { return isTerminal ? (stdout.columns || 80) : null; },
    colour: isTerminal && !environment.NO_COLOR, windows: process.platform === 'win32',
  };
}

/** A row of cells under one another; the last column is never padded. Widths count characters. */
export function table(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => (indent + row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')).trimEnd());
}

/** Breaks a sentence into lines of at most `columns` characters; a longer word stays whole. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && indent.length + line.length + 1 + word.length > columns) { lines.push(indent + line); line = word; }
    else line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, indent + line] : lines;
}
