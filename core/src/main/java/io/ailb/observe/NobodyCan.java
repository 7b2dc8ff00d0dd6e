package io.ailb.observe;

/**
 * A request asks for something that no endpoint of its pool can do. The pool is well: the
 * application gets an error of its own.
 *
 * @param message one full sentence: which pool, which model, what cannot be asked where
 */
public record NobodyCan(String request, String pool, String message) {}
