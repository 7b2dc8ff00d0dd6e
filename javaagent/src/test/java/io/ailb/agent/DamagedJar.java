package io.ailb.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** A copy of the agent's jar in which one class is missing, broken, or throws. */
@FunctionalInterface
interface DamagedJar {
  /** Damages the jar that this file system shows. */
  void damage(FileSystem jar) throws IOException;

  /** Makes the copy. */
  default Path at(Path copy) {
    try {
      Files.copy(ClassPaths.agentJar(), copy, StandardCopyOption.REPLACE_EXISTING);
      try (FileSystem jar = FileSystems.newFileSystem(copy)) {
        damage(jar);
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DamagedJar without(String className) {
    return jar -> Files.delete(entry(jar, className));
  }

  /** The class file ends in its middle. */
  static DamagedJar cut(String className) {
    return jar -> {
      Path entry = entry(jar, className);
      byte[] bytes = Files.readAllBytes(entry);
      Files.write(entry, Arrays.copyOf(bytes, bytes.length / 2));
    };
  }

  /** All methods of that name throw at once, and do nothing else. */
  static DamagedJar throwing(String className, String method, Class<? extends Throwable> thrown) {
    return jar -> {
      Path entry = entry(jar, className);
      ClassReader reader = new ClassReader(Files.readAllBytes(entry));
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      Thrower thrower = new Thrower(writer, method, Type.getInternalName(thrown));
      reader.accept(thrower, 0);
      if (!thrower.found) {
        throw new AssertionError(className + " has no method " + method);
      }
      Files.write(entry, writer.toByteArray());
    };
  }

  private static Path entry(FileSystem jar, String className) {
    String path = className.replace('.', '/');
    Path hidden = jar.getPath("inst", path + ".classdata");
    return Files.exists(hidden) ? hidden : jar.getPath(path + ".class");
  }

  /** Writes bodies that throw instead of those of one name. */
  final class Thrower extends ClassVisitor {
    private final String method;
    private final String thrown;
    private boolean found;

    private Thrower(ClassVisitor next, String method, String thrown) {
      super(Opcodes.ASM9, next);
      this.method = method;
      this.thrown = thrown;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor written = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!name.equals(method)) {
        return written;
      }
      found = true;
      written.visitCode();
      written.visitTypeInsn(Opcodes.NEW, thrown);
      written.visitInsn(Opcodes.DUP);
      written.visitLdcInsn("injected");
      written.visitMethodInsn(
          Opcodes.INVOKESPECIAL, thrown, "<init>", "(Ljava/lang/String;)V", false);
      written.visitInsn(Opcodes.ATHROW);
      written.visitMaxs(0, 0);
      written.visitEnd();
      return null; // what it did before is left out
    }
  }
}
