// A JSON document that many small changes are made to: each list and object in it is copied once, not once a change.

import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList, jsonObject, ownValue } from '../object/json-value.js';
import { indexStep, pointerSteps } from './json-pointer.js';
import { MAX_PATCH_DEPTH, unprocessablePatch } from './patch-error.js';

type WritableObject = { [key: string]: Json };
type Container = WritableObject | Json[];

/** All methods throw a StatusError 422 for a path that leads nowhere. What is given is never changed. */
export class JsonDocument {
  /** What this document has made itself, and nobody else holds. */
  readonly #own = new WeakSet<object>();
  #root: Json;

  constructor(value: Json) {
    this.#root = value;
  }

  get value(): Json {
    return this.#root;
  }

  /** What is at the end of the path; undefined for a key that its object does not have. */
  read(path: string): Json | undefined {
    const steps = stepsOf(path);
    let here: Json | undefined = this.#root;
    for (const step of steps) here = childAt(here, step);
    return here;
  }

  /** Puts a value in: before the item of a list, or as a key, whose present value goes. */
  add(path: string, value: Json): void {
    const { container, step } = this.#writable(path);
    if (Array.isArray(container)) {
      container.splice(step === '-' ? container.length : position(step, container.length + 1), 0, value);
    } else setKey(container, step, value);
  }

  remove(path: string): void {
    const { container, step } = this.#writable(path);
    if (Array.isArray(container)) container.splice(position(step, container.length), 1);
    else if (Object.hasOwn(container, step)) delete container[step];
    else throw unprocessablePatch();
  }

  /** Puts a value in the place of an item, or of a key, which need not be there. */
  replace(path: string, value: Json): void {
    const { container, step } = this.#writable(path);
    if (Array.isArray(container)) container[position(step, container.length)] = value;
    else setKey(container, step, value);
  }

  replaceAll(value: Json): void {
    this.#root = value;
  }

  /** A value of this document that can be put into another place of it. */
  detached(value: Json): Json {
    if (isJsonList(value)) return value.map(item => this.detached(item));
    if (!isJsonObject(value)) return value;
    return jsonObject(Object.entries(value).map(([key, each]) => [key, this.detached(each)] as const));
  }

  /** The container of the path's last step; it and those around it are copied, if they have not been. */
  #writable(path: string): { readonly container: Container; readonly step: string } {
    const steps = stepsOf(path);
    const step = steps.at(-1) ?? '';
    // Nothing is copied for a path that leads nowhere.
    let target: Json | undefined = this.#root;
    for (const each of steps.slice(0, -1)) target = childAt(target, each);
    if (!isContainer(target)) throw unprocessablePatch();
    let container = this.#owned(this.#root);
    this.#root = container;
    for (const each of steps.slice(0, -1)) {
      const below = this.#owned(childAt(container, each));
      if (Array.isArray(container)) container[position(each, container.length)] = below;
      else setKey(container, each, below);
      container = below;
    }
    return { container, step };
  }

  #owned(value: Json | undefined): Container {
    if (!isContainer(value)) throw unprocessablePatch();
    if (this.#own.has(value)) return value as Container;
    const copy: Container = isJsonList(value) ? [...value] : { ...value };
    this.#own.add(copy);
    return copy;
  }
}

function isContainer(value: Json | undefined): value is JsonObject | readonly Json[] {
  return isJsonList(value) || isJsonObject(value);
}

function childAt(value: Json | undefined, step: string): Json | undefined {
  if (isJsonList(value)) return value[position(step, value.length)];
  if (isJsonObject(value)) return ownValue(value, step);
  throw unprocessablePatch();
}

/** `__proto__` is a key like any other. */
function setKey(object: WritableObject, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function stepsOf(path: string): readonly string[] {
  const steps = pointerSteps(path);
  if (steps === undefined || steps.length > MAX_PATCH_DEPTH) throw unprocessablePatch();
  return steps;
}

/** The position of a step among `size` places. */
function position(step: string, size: number): number {
  const asked = indexStep(step);
  const place = asked !== undefined && asked < 0 ? asked + size : asked;
  if (place === undefined || place < 0 || place >= size) throw unprocessablePatch();
  return place;
}
