// The row of an Event, of the core group or of events.k8s.io: they are two views of one object.
import { ageOf } from '../age.js';
import { builtinPrinter } from '../builtin-printer.js';

interface CoreEvent {
  readonly involvedObject?: Reference;
  readonly message?: string;
  readonly source?: Source;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly count?: number;
  readonly reportingComponent?: string;
}

interface EventsEvent {
  readonly regarding?: Reference;
  readonly note?: string;
  readonly deprecatedSource?: Source;
  readonly deprecatedFirstTimestamp?: string | null;
  readonly deprecatedLastTimestamp?: string | null;
  readonly deprecatedCount?: number;
  readonly reportingController?: string;
}

interface Event extends CoreEvent, EventsEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly eventTime?: string | null;
  readonly reportingInstance?: string;
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
}

interface Reference {
  readonly kind?: string;
  readonly name?: string;
  readonly fieldPath?: string;
}

interface Source {
  readonly component?: string;
  readonly host?: string;
}

export const eventPrinter = printerFor('Event');
export const eventsEventPrinter = printerFor('events.k8s.io/Event');

function printerFor(kind: string) {
  return builtinPrinter<Event>(kind, (event, now) => {
    const { kind = '', name = '', fieldPath = '' } = event.involvedObject ?? event.regarding ?? {};
    const first = ageOf(event.firstTimestamp || event.deprecatedFirstTimestamp || event.eventTime, now);
    const last = event.lastTimestamp || event.deprecatedLastTimestamp;
    const { series } = event;
    return {
      'Last Seen': series !== undefined ? ageOf(series.lastObservedTime, now) : last ? ageOf(last, now) : first,
      Type: event.type ?? '',
      Reason: event.reason ?? '',
      Object: name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`,
      Subobject: fieldPath,
      Source: sourceText(event),
      Message: (event.message ?? event.note ?? '').trim(),
      'First Seen': first,
      // Those of the newer kind that happened once have no count.
      Count: series?.count ?? (event.count || event.deprecatedCount || 1),
    };
  });
}

function sourceText(event: Event): string {
  const { component, host } = event.source ?? event.deprecatedSource ?? {};
  const who = component || event.reportingComponent || event.reportingController || '';
  const where = host || event.reportingInstance || '';
  return where === '' ? who : `${who}, ${where}`;
}
