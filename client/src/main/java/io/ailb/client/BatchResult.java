package io.ailb.client;

import org.jspecify.annotations.Nullable;

/**
 * What came of one item of a batch: a result or a failure.
 *
 * @param index of the item in its source, from 0
 * @param result null = it failed
 * @param failure null = it succeeded
 * @param rounds in which it was asked: after those that failed it stood back for a while
 */
public record BatchResult<T>(
    long index, T item, @Nullable ChatResult result, @Nullable ChatException failure, int rounds) {}
