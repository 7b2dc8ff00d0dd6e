package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.speed.Budget.Unit;
import io.ailb.benchmarks.speed.Entrant.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Something that calls pay for, done by several by turns: a row of the table. */
final class Contest {
  private final String id;
  private final String what;
  private final List<Entrant> entrants = new ArrayList<>();
  private final List<Budget> budgets = new ArrayList<>();
  private int threads = 1;
  private int operations = 1;
  private @Nullable Gate gate;

  /**
   * @param id short, such as {@code rewrite-2k}
   * @param what for people
   */
  Contest(String id, String what) {
    this.id = id;
    this.what = what;
  }

  /** What is done anyway: subtracted from everybody's time and bytes. */
  Contest base(String name, Callable<Work> making) {
    return with(Role.BASE, name, making);
  }

  /** The smallest code that does the job. */
  Contest floor(String name, Callable<Work> making) {
    return with(Role.FLOOR, name, making);
  }

  Contest ours(Callable<Work> making) {
    return with(Role.OURS, "ai-lb", making);
  }

  /** What others would take for it. */
  Contest peer(String name, Callable<Work> making) {
    return with(Role.PEER, name, making);
  }

  private Contest with(Role role, String name, Callable<Work> making) {
    entrants.add(new Entrant(role, name, making));
    return this;
  }

  /** So many do it at once, on the same objects. */
  Contest threads(int count) {
    threads = count;
    return this;
  }

  /** One run of a work is so many operations, such as the events of a stream. */
  Contest operations(int count) {
    operations = count;
    return this;
  }

  Contest budget(int number, Unit unit, double most, double goal) {
    budgets.add(new Budget(number, unit, most, goal));
    return this;
  }

  /** See {@link Gate}. */
  Contest gate(double floors, double bytes) {
    gate = new Gate(floors, bytes);
    return this;
  }

  String id() {
    return id;
  }

  String what() {
    return what;
  }

  int threads() {
    return threads;
  }

  int operations() {
    return operations;
  }

  List<Entrant> entrants() {
    return entrants;
  }

  List<Budget> budgets() {
    return budgets;
  }

  @Nullable Gate gate() {
    return gate;
  }
}
