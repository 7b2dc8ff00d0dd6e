package io.ailb.benchmarks.loopback;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server of others that stands before the provider, where it is installed. */
enum Gateway {
  NGINX("nginx", 2.5) {
    @Override
    boolean isInstalled() {
      return program("nginx") != null;
    }

    @Override
    String version() throws IOException {
      return said(String.valueOf(program("nginx")), "-v");
    }

    @Override
    ProcessBuilder command(Path folder, int port, int provider) throws IOException {
      StringBuilder temporary = new StringBuilder();
      for (String each : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
        temporary.append("  %s_temp_path %s;\n".formatted(each, folder));
      }
      Path file =
          Files.writeString(
              folder.resolve("nginx.conf"),
              """
              daemon off;
              worker_processes auto;
              pid %s/nginx.pid;
              error_log stderr warn;
              events { worker_connections 1024; }
              http {
              %s
                access_log off;
                keepalive_requests 100000000;
                upstream provider { server 127.0.0.1:%d; keepalive 128; keepalive_requests 100000000; }
                server {
                  listen 127.0.0.1:%d;
                  location / {
                    proxy_pass http://provider;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_buffering off;
                  }
                }
              }
              """
                  .formatted(folder, temporary, provider, port));
      return new ProcessBuilder(
          String.valueOf(program("nginx")), "-p", folder.toString(), "-c", file.toString());
    }
  },

  HAPROXY("HAProxy", 2.5) {
    @Override
    boolean isInstalled() {
      return program("haproxy") != null;
    }

    @Override
    String version() throws IOException {
      return said(String.valueOf(program("haproxy")), "-v");
    }

    @Override
    ProcessBuilder command(Path folder, int port, int provider) throws IOException {
      Path file =
          Files.writeString(
              folder.resolve("haproxy.cfg"),
              """
              global
                maxconn 1000
              defaults
                mode http
                timeout connect 5s
                timeout client 60s
                timeout server 60s
                option http-no-delay
                http-reuse always
              frontend callers
                bind 127.0.0.1:%d
                default_backend provider
              backend provider
                server provider 127.0.0.1:%d
              """
                  .formatted(port, provider));
      return new ProcessBuilder(
          String.valueOf(program("haproxy")), "-db", "-q", "-f", file.toString());
    }
  },

  LLMS("@musistudio/llms", 80) {
    @Override
    boolean isInstalled() {
      return isPackage("@musistudio/llms");
    }

    @Override
    String version() throws IOException {
      return packageVersion("@musistudio/llms");
    }

    @Override
    ProcessBuilder command(Path folder, int port, int provider) {
      return node("llms.mjs", String.valueOf(port), url(provider));
    }

    @Override
    String model() {
      return "loopback," + Exchange.MODEL;
    }
  },

  PORTKEY("Portkey's gateway", 80) {
    @Override
    boolean isInstalled() {
      return isPackage("@portkey-ai/gateway");
    }

    @Override
    String version() throws IOException {
      return packageVersion("@portkey-ai/gateway");
    }

    @Override
    ProcessBuilder command(Path folder, int port, int provider) {
      ProcessBuilder node = node("portkey.mjs", "--port=" + port, "--headless");
      node.environment().put("NODE_ENV", "production");
      return node;
    }

    @Override
    List<String> headers(int provider) {
      return List.of(
          "x-portkey-provider",
          "openai",
          "x-portkey-custom-host",
          "http://127.0.0.1:" + provider + "/v1");
    }
  };

  /** Where npm has installed its packages. */
  private static final Path PACKAGES =
      Path.of(System.getProperty("loopback.gateways", "benchmarks/target/gateways"));

  /** What starts them. */
  private static final Path STARTERS =
      Path.of(System.getProperty("loopback.starters", "benchmarks/src/main/gateways"));

  private final String title;
  private final double times;

  Gateway(String title, double times) {
    this.title = title;
    this.times = times;
  }

  /** How many times as much as ai-lb it has to add to a call, at least. */
  double times() {
    return times;
  }

  abstract boolean isInstalled();

  abstract String version() throws IOException;

  /**
   * What starts it on loopback.
   *
   * @param folder for its configuration
   */
  abstract ProcessBuilder command(Path folder, int port, int provider) throws IOException;

  /** Names and values of what a request to it has to say. */
  List<String> headers(int provider) {
    return List.of();
  }

  String model() {
    return Exchange.MODEL;
  }

  static String url(int port) {
    return "http://127.0.0.1:" + port + Exchange.PATH;
  }

  @Override
  public String toString() {
    return title;
  }

  private static ProcessBuilder node(String starter, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("node", STARTERS.resolve(starter).toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(PACKAGES.toFile());
  }

  private static boolean isPackage(String name) {
    return program("node") != null
        && Files.isDirectory(PACKAGES.resolve("node_modules").resolve(name));
  }

  private static String packageVersion(String name) throws IOException {
    Path description = PACKAGES.resolve("node_modules").resolve(name).resolve("package.json");
    return new ObjectMapper().readTree(description.toFile()).path("version").asText()
        + ", Node "
        + said("node", "--version");
  }

  /** The first line of what a program says of itself. */
  private static String said(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      return String.valueOf(lines.readLine());
    }
  }

  private static @Nullable Path program(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
