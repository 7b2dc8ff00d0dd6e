package io.ailb.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** A jar with jars in it, started by Spring Boot's real launcher, as its build plugin makes one. */
final class FatJar {
  private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

  private FatJar() {}

  /** Packs the applications with a version of OkHttp. */
  static Path of(Path jar, Class<?> main, int okHttp) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, LAUNCHER);
    attributes.putValue("Start-Class", main.getName());
    attributes.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    attributes.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      launcher(out);
      for (String directory : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
        out.putNextEntry(new JarEntry(directory)); // the launcher asks for them
      }
      applications(out);
      for (Path library : ClassPaths.jars(okHttp)) {
        stored(out, "BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
      }
    }
    return jar;
  }

  private static void launcher(JarOutputStream out) throws IOException {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String loader =
        Stream.of(all.split(java.io.File.pathSeparator))
            .filter(entry -> entry.contains("spring-boot-loader"))
            .findFirst()
            .orElseThrow();
    try (JarFile classes = new JarFile(loader)) {
      for (Enumeration<JarEntry> entries = classes.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (!entry.isDirectory() && !entry.getName().endsWith("MANIFEST.MF")) {
          try (InputStream in = classes.getInputStream(entry)) {
            deflated(out, entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  private static void applications(JarOutputStream out) throws IOException {
    Path root = ClassPaths.applications();
    List<Path> classes;
    try (Stream<Path> files = Files.walk(root)) {
      classes = files.filter(Files::isRegularFile).toList();
    }
    for (Path file : classes) {
      String name = root.relativize(file).toString().replace('\\', '/');
      deflated(out, "BOOT-INF/classes/" + name, Files.readAllBytes(file));
    }
  }

  private static void deflated(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  /** Jars in a jar are not packed again: the launcher reads them where they lie. */
  private static void stored(JarOutputStream out, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    JarEntry entry = new JarEntry(name);
    entry.setMethod(JarEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCompressedSize(bytes.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
