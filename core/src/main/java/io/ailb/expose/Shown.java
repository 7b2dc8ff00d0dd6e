package io.ailb.expose;

/** What a bean shows, which changes with the configuration while the bean stays. Thread-safe. */
final class Shown<V> {
  private volatile V view;

  Shown(V view) {
    this.view = view;
  }

  V get() {
    return view;
  }

  void set(V newView) {
    view = newView;
  }
}
