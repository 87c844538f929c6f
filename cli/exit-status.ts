// What the exit status of `kubewright` says.

export const ExitStatus = {
  /** Done; with `--check`: everything is up to date. */
  done: 0,
  /** The source has errors, files are stale, or something could not be done. */
  failed: 1,
  /** The command line is not understood. */
  misused: 2,
} as const;
