import type { JsonObject } from './model/entities.js';

/** Whether a value that came as JSON is an object with named fields: neither null nor a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
