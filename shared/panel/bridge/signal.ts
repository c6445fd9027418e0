// Listeners of one kind of news.
export type Signal<News> = { tell(news: News): void; /** Returns what stops it. */ readonly listen: (listener: (news: News) => void) => () => void };

export function createSignal<News>(): Signal<News> {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news) { for (const listener of [...listeners]) listener(news); },
    listen(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}
