package io.ailb.benchmarks.faults;

/** An application that asks one question over and over. */
interface Caller extends AutoCloseable {
  String QUESTION = "hello";
  String MODEL = "gpt-4o-mini";

  /** No provider of a pool may see it. */
  String OWN_KEY = "the-applications-own-key";

  /**
   * Asks and reads the answer to its end.
   *
   * @param baseUrl of the endpoint that the application believes in
   * @param request its number, which providers are to see
   */
  Experience ask(String baseUrl, Mode mode, int request);

  @Override
  void close();
}
