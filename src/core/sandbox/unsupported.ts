import { Failure } from '../failure.js';

/** Placeholder for unsupported operations; the UI does not offer them. */
export const unsupported = (): Promise<never> => Promise.reject(new Failure('rejected', 'This server cannot do that.'));
