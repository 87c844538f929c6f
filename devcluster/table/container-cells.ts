// The cells that name the containers of a Pod template.
import type { NamedCells } from './builtin-printer.js';

export interface PodTemplate {
  readonly spec?: {
    readonly containers?: readonly { readonly name: string; readonly image?: string }[];
    readonly nodeSelector?: Readonly<Record<string, string>>;
  };
}

/** Containers and Images. */
export function containerCells(template: PodTemplate | undefined): NamedCells {
  const containers = template?.spec?.containers ?? [];
  return {
    Containers: containers.map(({ name }) => name).join(','),
    Images: containers.map(({ image = '' }) => image).join(','),
  };
}
