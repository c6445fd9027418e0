// `framewright help [topic]` and `help --search`.
import { FrameWrightError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import type { Command } from '../command.ts';
import { readTopics, searchTopics, type Topic } from '../topics.ts';
import { table } from '../output.ts';

export const help: Command = {
  name: 'help', usage: 'framewright help [topic | command] [--search words]', says: 'explains a topic or a command', options: ['search', 'json'],
  async run({ output, args }) {
    const topics = await readTopics();
    const search = args.text('search'), name = args.positionals[0];
    if (search !== undefined) {
      const found = searchTopics(topics, search);
      output.data(found);
      if (!found.length) output.line(`Nothing about "${search}". Topics: ${topics.map((topic) => topic.name).join(', ')}.`);
      for (const { topic, line } of found) output.line(`${output.paint('bold', topic.padEnd(18))}${line}`);
      return 0;
    }
    if (name === undefined) return listTopics(topics, output);
    const topic = topics.find((one) => one.name === name);
    if (!topic) throw new FrameWrightError('unknown-name', { kind: 'help topic', name, known: topics.map((one) => one.name).join(', '), nearest: nearest(name, topics.map((one) => one.name)) ?? topics[0]!.name });
    output.data(topic);
    output.line(topic.text);
    return 0;
  },
};

function listTopics(topics: readonly Topic[], output: Parameters<Command['run']>[0]['output']): number {
  output.data(topics.map(({ name, title }) => ({ name, title })));
  output.line('Topics (framewright help <topic>; framewright help <command> explains a command):\n');
  for (const line of table(topics.map(({ name, title }) => [name, title]))) output.line(line);
  return 0;
}
