// Questions of the wizard: each has an answer that Enter takes.
import { FrameWrightError } from '../../../shared/errors.ts';
import type { CommandContext } from '../command.ts';

export type Question = {
  /** What is asked, as people read it; a word or two on what answers do may stand in `hint`. */
  readonly says: string; readonly hint?: string;
  /** Every possible answer, of which the first letters are enough; none where anything may be answered. */
  readonly answers: readonly string[];
  /** Taken by Enter, and where nobody answers any more. */
  readonly usual: string;
  /** What is missing where nobody answers and nothing can be taken for granted. */
  readonly demand?: string;
};
export type Ask = (question: Question) => Promise<string>;

/** Answers are asked for again until they are understood. @throws FrameWrightError `usage` for a `demand` that nobody meets. */
export function createAsk({ input, output }: Pick<CommandContext, 'input' | 'output'>): Ask {
  const plain = !input.interactive && !output.json;
  return async (question) => {
    output.data({ kind: 'question', ...question });
    const prompt = promptOf(question);
    for (;;) {
      if (plain) output.terminal.write(prompt);
      const line = await input.read(prompt);
      if (line === null && question.demand !== undefined) throw new FrameWrightError('usage', { what: question.demand, why: 'Nobody answers here.' });
      const answer = understand(question, line ?? '');
      if (plain) output.line(answer ?? line!);
      if (answer !== null) return answer;
      output.line(`  Answer ${listed(question.answers)}.`);
    }
  };
}

/** `Restore it like this? yes, no (changes it), quit [yes] ` */
function promptOf({ says, hint, usual }: Question): string {
  return `${says}${hint ? ` ${hint}` : ''}${usual ? ` [${usual}]` : ''} `;
}

function understand({ answers, usual }: Question, line: string): string | null {
  const typed = line.trim();
  if (!typed) return usual;
  if (!answers.length) return typed;
  return answers.find((answer) => answer.startsWith(typed.toLowerCase())) ?? null;
}

const listed = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
