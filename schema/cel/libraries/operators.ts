// The operators of CEL's standard library, but for the comparisons of order.
import type { Library } from './library.js';

export const OPERATORS: Library = {
  '!_': {
    logical_not: '(bool) -> bool',
  },
  '-_': {
    negate_double: '(double) -> double',
    negate_int64: '(int) -> int',
  },
  '@in': {
    in_list: '(A, list(A)) -> bool',
    in_map: '(A, map(A, B)) -> bool',
  },
  '@not_strictly_false': {
    not_strictly_false: '(bool) -> bool',
  },
  '_!=_': {
    not_equals: '(A, A) -> bool',
  },
  '_%_': {
    modulo_int64: '(int, int) -> int',
    modulo_uint64: '(uint, uint) -> uint',
  },
  '_&&_': {
    logical_and: '(bool, bool) -> bool',
  },
  '_*_': {
    multiply_double: '(double, double) -> double',
    multiply_int64: '(int, int) -> int',
    multiply_uint64: '(uint, uint) -> uint',
  },
  '_+_': {
    add_bytes: '(bytes, bytes) -> bytes',
    add_double: '(double, double) -> double',
    add_duration_duration: '(duration, duration) -> duration',
    add_duration_timestamp: '(duration, timestamp) -> timestamp',
    add_timestamp_duration: '(timestamp, duration) -> timestamp',
    add_int64: '(int, int) -> int',
    add_list: '(list(A), list(A)) -> list(A)',
    add_string: '(string, string) -> string',
    add_uint64: '(uint, uint) -> uint',
  },
  '_-_': {
    subtract_double: '(double, double) -> double',
    subtract_duration_duration: '(duration, duration) -> duration',
    subtract_int64: '(int, int) -> int',
    subtract_timestamp_duration: '(timestamp, duration) -> timestamp',
    subtract_timestamp_timestamp: '(timestamp, timestamp) -> duration',
    subtract_uint64: '(uint, uint) -> uint',
  },
  '_/_': {
    divide_double: '(double, double) -> double',
    divide_int64: '(int, int) -> int',
    divide_uint64: '(uint, uint) -> uint',
  },
  '_==_': {
    equals: '(A, A) -> bool',
  },
  '_?_:_': {
    conditional: '(bool, A, A) -> A',
  },
  '_[_]': {
    index_list: '(list(A), int) -> A',
    index_map: '(map(A, B), A) -> B',
  },
  __not_strictly_false__: {
    __not_strictly_false__: '(bool) -> bool',
  },
  _in_: {
    in_list: '(A, list(A)) -> bool',
    in_map: '(A, map(A, B)) -> bool',
  },
  '_||_': {
    logical_or: '(bool, bool) -> bool',
  },
  in: {
    in_list: '(A, list(A)) -> bool',
    in_map: '(A, map(A, B)) -> bool',
  },
};
