// The token of this tab. It is swapped for the one-time code of the link and kept in sessionStorage: cookies would reach every server on this machine.
import { errorFrom, FrameWrightError, toFrameWrightError, type ErrorData } from '../../../shared/errors.ts';

const kept = 'framewright.token';

export type Session = { readonly token: string } | { readonly refused: FrameWrightError | null };

/** Takes the code out of the address, so that it is in no history; the page that the address names stays. Without a code and without a kept token nobody gets in. */
export async function enter(): Promise<Session> {
  const code = /[#&]code=([\w-]+)/.exec(location.hash)?.[1];
  if (code !== undefined) {
    history.replaceState(null, '', `${location.pathname}${location.hash.replace(/[#&]code=[\w-]+/, '') || '#/'}`);
    try {
      const token = await swap(code);
      sessionStorage.setItem(kept, token);
      return { token };
    } catch (error) {
      const old = sessionStorage.getItem(kept);
      return old === null ? { refused: toFrameWrightError(error) } : { token: old };
    }
  }
  const token = sessionStorage.getItem(kept);
  return token === null ? { refused: null } : { token };
}

export const forgetSession = (): void => sessionStorage.removeItem(kept);

async function swap(code: string): Promise<string> {
  const response = await fetch('/api/v1/enter', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) })
    .catch((cause: unknown) => { throw new FrameWrightError('daemon-gone', { why: 'It did not answer.' }, { cause }); });
  const answer = await response.json() as { token?: string } & Partial<ErrorData>;
  if (typeof answer.token === 'string') return answer.token;
  throw answer.code !== undefined ? errorFrom({ code: answer.code, values: answer.values ?? {} }) : new FrameWrightError('unauthorised', { why: 'The code was not taken.' });
}
