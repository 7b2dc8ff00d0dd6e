package io.ailb.benchmarks.loopback;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import okhttp3.OkHttp;

/** What was run, where and when. */
final class About {
  private About() {}

  static ObjectNode run(String arguments) {
    ObjectNode about = new ObjectMapper().createObjectNode();
    about.put("command", ("benchmarks/loopback " + arguments).strip());
    about.put("commit", System.getProperty("ailb.commit", "unknown"));
    about.put("at", Instant.now().toString());
    ObjectNode machine = about.putObject("machine");
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("cpu", System.getProperty("ailb.cpu", "unknown"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    ObjectNode versions = about.putObject("versions");
    versions.put("jdk", Runtime.version().toString());
    versions.put("vendor", System.getProperty("java.vendor"));
    versions.put("okhttp", OkHttp.VERSION);
    return about;
  }
}
