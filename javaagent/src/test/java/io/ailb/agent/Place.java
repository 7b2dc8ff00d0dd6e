package io.ailb.agent;

/** A method of one of our classes. */
record Place(String owner, String method) {
  DamagedJar throwing(Class<? extends Throwable> thrown) {
    return DamagedJar.throwing(owner, method, thrown);
  }

  @Override
  public String toString() {
    return owner.substring(owner.lastIndexOf('.') + 1) + "." + method;
  }
}
