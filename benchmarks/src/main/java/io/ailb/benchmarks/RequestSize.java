package io.ailb.benchmarks;

/** How large a request is, and what is in it. */
public enum RequestSize {
  /** A system text, and one of the user's. */
  CHAT_2K,
  /** Ten tools, and a conversation in which they were called. */
  TOOLS_12K,
  /** A long conversation. */
  CHAT_100K
}
