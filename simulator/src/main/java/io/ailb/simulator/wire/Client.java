package io.ailb.simulator.wire;

import java.io.IOException;
import okio.Socket;

/** Whoever waits for an answer: all of a connection over HTTP/1.1, one stream over HTTP/2. */
interface Client {

  /** Waits; false as soon as the client is seen to have left. */
  boolean pause(long millis) throws InterruptedException;

  /**
   * The head is sent, the body begins.
   *
   * @param sized whether its length is declared
   */
  void open(Socket socket, boolean sized);

  /** Sends bytes of the body, with the next flush at the latest. */
  void write(byte[] bytes) throws IOException;

  void flush() throws IOException;

  /** Ends the body as HTTP wants it to. */
  void end() throws IOException;

  /** Hangs up; the client sees a reset. */
  void reset();
}
