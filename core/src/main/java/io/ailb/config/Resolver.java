package io.ailb.config;

/** Fills in what values refer to. */
interface Resolver {
  /**
   * The value with its references filled in, or what is missing.
   *
   * @param type what is wanted there
   * @param path of its key
   */
  Value resolve(Value.Scalar scalar, ScalarType type, String path);
}
