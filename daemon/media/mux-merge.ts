// Several sources of packets as one, in order of decoding time. Each is read one packet ahead, so memory does not grow with the film.
import { compareTimes } from './mux-output.ts';
import type { Moving, Track } from './mux-track.ts';

/** A lane with its next packet looked at. */
export type Lane = { peek(): Moving | null; next(): Promise<Moving> };

/** Reads a lane's first packet. */
export async function openLane(packets: AsyncGenerator<Moving>): Promise<Lane> {
  const read = async (): Promise<Moving | null> => {
    const { value, done } = await packets.next();
    return done ? null : value;
  };
  let head = await read();
  return {
    peek: () => head,
    next: async () => {
      const given = head!;
      head = await read();
      return given;
    },
  };
}

/** The lanes' packets; of equal times the earlier lane's first, so the order is always the same. */
export async function* mergeLanes(lanes: readonly Lane[], tracks: readonly Track[]): AsyncGenerator<Moving> {
  for (;;) {
    const first = lanes.filter((lane) => lane.peek()).reduce<Lane | null>((best, lane) => (best && timeOrder(best.peek()!, lane.peek()!, tracks) <= 0 ? best : lane), null);
    if (!first) return;
    yield await first.next();
  }
}

const timeOrder = (a: Moving, b: Moving, tracks: readonly Track[]): number =>
  compareTimes({ ticks: a.packet.dts ?? a.packet.pts, timeBase: tracks[a.track]!.timeBase }, { ticks: b.packet.dts ?? b.packet.pts, timeBase: tracks[b.track]!.timeBase });
