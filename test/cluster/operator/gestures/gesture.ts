// What a gesture is made of: commands of kubectl in their order, and what goes on around them.

/** Something that people do to a Redis. It begins in a new namespace, which the word `NAMESPACE` stands for. */
export interface Gesture {
  /** Unique. */
  readonly title: string;
  /** What to look at. */
  readonly about: string;
  /** By name: what is in the folder that the commands run in. */
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly GestureStep[];
  /** Default: a kubelet that is played says of each Pod that it runs and is ready. */
  readonly pods?: 'stay pending';
  /** What it needs beside the operator. For `an autoscaler`, a real control plane has to be there for it alone. */
  readonly needs?: 'webhooks' | 'rights in all namespaces' | 'an autoscaler';
}

/** What follows `kubectl ` on a command line, where ` > /dev/null` may stand in the end; or one of the others. */
export type GestureStep = string | RepeatedStep | WatchingStep | OperatorStep | LoadStep;

/** A command that is run again until its output has this in it; the last run is kept. */
export interface RepeatedStep {
  readonly run: string;
  readonly until: RegExp;
}

/** A command that watches while others run, until it has printed so many lines that differ from the one before. */
export interface WatchingStep {
  readonly watch: string;
  readonly lines: number;
  readonly meanwhile: readonly string[];
}

export interface OperatorStep {
  readonly operator: 'stops' | 'starts';
}

/** What all Pods together use, in thousandths of a CPU. */
export interface LoadStep {
  readonly load: number;
}
