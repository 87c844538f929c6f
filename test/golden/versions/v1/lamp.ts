import { CustomResource, type Int32, PrintColumn, Resource, SelectableField, type Time } from 'kubewright';

/** The wished light. */
export class LampSpec {
  /** The colour, in words. */
  color?: string;
  brightness?: Int32;
  /** Of what the maker knows. */
  labels?: Record<string, string>;
}

export interface LampStatus {
  on?: boolean;
  since?: Time;
  /** When it was bought, as the maker writes it. */
  bought?: string;
  watts?: Int32;
}

/** Lamp gives light. */
@Resource({
  group: 'home.example.com',
  version: 'v1',
  kind: 'Lamp',
  listKind: 'LampSet',
  shortNames: ['lm'],
  categories: ['all', 'home'],
  storage: true,
  labels: { team: 'light' },
  annotations: { 'example.com/owner': 'The light team <light@example.com>' },
})
@SelectableField('.spec.color')
@SelectableField('.spec.labels.maker')
@SelectableField('.status.on')
@PrintColumn('Color', '.spec.color', { format: 'byte' })
@PrintColumn('Since', '.status.since')
@PrintColumn('Bought', '.status.bought', { type: 'date', format: 'date-time', description: 'When it was bought.' })
@PrintColumn('Watts', '.status.watts', { type: 'number', format: 'double', priority: 1 })
export class Lamp extends CustomResource<LampSpec, LampStatus> {}
