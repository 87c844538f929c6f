// What a library of functions is: declarations only. The checker, the estimate of costs and the evaluation share the ids of
// the overloads.

/**
 * By function and by overload its signature, as cel-go prints it: `(string) -> int` is called `f(text)`, and
 * `string.(int) -> string` is called `text.f(2)`. A single capital letter stands for any type.
 */
export type Library = Readonly<Record<string, Readonly<Record<string, string>>>>;
