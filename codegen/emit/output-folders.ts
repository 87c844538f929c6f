// Where manifests lie below the output folder.

export const CRD_FOLDER = 'crd/bases';
export const RBAC_FOLDER = 'rbac';
export const WEBHOOK_FOLDER = 'webhook';

/** Those in which files of what is gone are removed. */
export const OUTPUT_FOLDERS = [CRD_FOLDER, RBAC_FOLDER, WEBHOOK_FOLDER] as const;
