// What is known of CustomResourceDefinitions wherever they are looked at.

/** Where definitions are stored. */
export const DEFINITIONS = 'apiextensions.k8s.io/customresourcedefinitions';

/** What holds a definition until its objects are gone. Definitions get it when they are made. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';
