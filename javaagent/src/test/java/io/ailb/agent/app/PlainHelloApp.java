package io.ailb.agent.app;

/** The smallest program. */
public final class PlainHelloApp {
  private PlainHelloApp() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
