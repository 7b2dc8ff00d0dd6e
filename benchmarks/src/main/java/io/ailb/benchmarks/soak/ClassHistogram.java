package io.ailb.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What lives in this JVM's heap after a full collection, by class, as {@code jcmd} tells it. */
public final class ClassHistogram {
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)(?: \\(.*\\))?");

  /** An entry of a map or a queue of the JDK is one of these, but for those in plain arrays. */
  private static final Set<String> ENTRIES =
      Set.of(
          "java.util.HashMap$Node",
          "java.util.HashMap$TreeNode",
          "java.util.LinkedHashMap$Entry",
          "java.util.LinkedList$Node",
          "java.util.TreeMap$Entry",
          "java.util.WeakHashMap$Entry",
          "java.util.concurrent.ConcurrentHashMap$Node",
          "java.util.concurrent.ConcurrentHashMap$TreeNode",
          "java.util.concurrent.ConcurrentLinkedQueue$Node",
          "java.util.concurrent.ConcurrentLinkedDeque$Node",
          "java.util.concurrent.ConcurrentSkipListMap$Node",
          "java.util.concurrent.LinkedBlockingQueue$Node",
          "java.util.concurrent.ScheduledThreadPoolExecutor$ScheduledFutureTask",
          "java.util.concurrent.CompletableFuture");

  private final Map<String, Long> instances = new HashMap<>();
  private final Map<String, Long> bytes = new HashMap<>();

  private ClassHistogram() {}

  /** Collects garbage, which stops this JVM for a moment. */
  public static ClassHistogram take() {
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object text =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  commands,
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return of((String) text);
    } catch (JMException e) {
      throw new IllegalStateException("this JVM has no GC.class_histogram", e);
    }
  }

  static ClassHistogram of(String text) {
    ClassHistogram histogram = new ClassHistogram();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line -> {
              histogram.instances.merge(line.group(3), Long.valueOf(line.group(1)), Long::sum);
              histogram.bytes.merge(line.group(3), Long.valueOf(line.group(2)), Long::sum);
            });
    return histogram;
  }

  /** All of the live heap. */
  public long bytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Those of the class with this name, as the JVM has it. */
  public long bytes(String type) {
    return bytes.getOrDefault(type, 0L);
  }

  /** Objects of the class with this name. */
  public long instances(String type) {
    return instances.getOrDefault(type, 0L);
  }

  /** Names of all classes that have objects. */
  public Set<String> types() {
    return Set.copyOf(instances.keySet());
  }

  /** Entries of the JDK's maps and queues, whoever has them. */
  long entries() {
    return ENTRIES.stream().mapToLong(this::instances).sum();
  }

  /** Instances of ai-lb's own classes. */
  Counts ours() {
    return Counts.of(
        instances.entrySet().stream()
            .filter(entry -> isOurs(entry.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .toList());
  }

  private static boolean isOurs(String type) {
    return type.startsWith("io.ailb.")
        && !type.startsWith("io.ailb.benchmarks.")
        && !type.startsWith("io.ailb.simulator.");
  }
}
