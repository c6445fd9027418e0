// What can be asked for, described: the wish and the stages with their forms, and models.
import { z } from 'zod';
import { wish } from '../../shared/preset.ts';
import type { Handlers } from './context.ts';

/** Loaded when first asked for; nothing of it opens a codec or a model. */
export const descriptionHandlers: Pick<Handlers, 'stages' | 'wishSchema' | 'models'> = {
  async stages() {
    const { audioStages, videoStages } = await import('../stages/index.ts');
    return [
      ...videoStages.map((stage) => ({ ...common(stage), kind: 'picture' as const, methodModels: Object.fromEntries(stage.methods.map(({ id, needs }) => [id, needs.model])) })),
      ...audioStages.map((stage) => ({ ...common(stage), kind: 'sound' as const, methodModels: Object.fromEntries(stage.methods.map(({ id }) => [id, null])) })),
    ];
  },
  wishSchema: async () => z.toJSONSchema(wish, { io: 'input' }) as Record<string, unknown>,
  async models() {
    const { isInstalled, listCards } = await import('../models/store.ts');
    return Promise.all(listCards().map(async (card) => ({
      id: card.id, task: card.task, title: card.title, licence: card.licence.spdx, commercialUse: card.licence.commercialUse,
      installed: await isInstalled(card), bytes: card.files.reduce((sum, { size }) => sum + size, 0),
    })));
  },
};

type Described = { readonly id: string; readonly title: string; readonly ignoresStrength?: boolean; readonly params: z.ZodType; readonly methods: readonly { readonly id: string; readonly title: string }[] };

const common = ({ id, title, ignoresStrength, methods, params }: Described) => ({
  id, title, takesStrength: !ignoresStrength, methods: methods.map((method) => method.id), methodTitles: Object.fromEntries(methods.map((method) => [method.id, method.title])),
  // As it is written, not as it is read: a parameter with a default may be left out.
  params: z.toJSONSchema(params, { io: 'input' }) as Record<string, unknown>,
});
