package io.ailb.agent.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A step of the build: in the classes that go into the agent's jar, each lambda becomes a class of
 * its own, as an anonymous class would be. A JVM makes the class of a lambda when it comes to it,
 * with code that nothing else of a start has warmed: that takes several times as long as loading
 * one, and a start comes to two hundred of them. The names of local variables go, too.
 */
public final class Lambdas {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String SUFFIX = ".classdata";

  /** The class files by their internal names. */
  private final Map<String, byte[]> classes = new TreeMap<>();

  /** What came to a nest, by the name of the nest's host. */
  private final Map<String, List<String>> nests = new TreeMap<>();

  private Lambdas() {}

  /** Takes the root of the class files, and the packages below it to change: {@code io/ailb}. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Lambdas lambdas = new Lambdas();
    for (Path file : classFiles(root.resolve(arguments[1]))) {
      lambdas.change(Files.readAllBytes(file));
    }
    lambdas.nests.forEach(lambdas::widen);
    for (Map.Entry<String, byte[]> changed : lambdas.classes.entrySet()) {
      Files.write(root.resolve(changed.getKey() + SUFFIX), changed.getValue());
    }
  }

  private static List<Path> classFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private void change(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new Change(writer, nestOf(reader)), 0);
    classes.put(reader.getClassName(), writer.toByteArray());
  }

  private static String nestOf(ClassReader reader) {
    String[] nest = {reader.getClassName()};
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public void visitNestHost(String host) {
            nest[0] = host;
          }
        },
        ClassReader.SKIP_CODE);
    return nest[0];
  }

  /** Lets {@code members} at what is private in the nest of {@code host}. */
  private void widen(String host, List<String> members) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classes.get(host))
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visitEnd() {
                members.forEach(this::visitNestMember);
                super.visitEnd();
              }
            },
            0);
    classes.put(host, writer.toByteArray());
  }

  /** Puts a call of a factory in the place of each lambda that can have a class. */
  private final class Change extends ClassVisitor {
    private final String nest;
    private String name = "";
    private int lambdas;

    Change(ClassVisitor next, String nest) {
      super(Opcodes.ASM9, next);
      this.nest = nest;
    }

    @Override
    public void visit(
        int version,
        int access,
        String className,
        String signature,
        String superName,
        String[] interfaces) {
      name = className;
      super.visit(version, access, className, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitInvokeDynamicInsn(
            String called, String factory, Handle bootstrap, Object... details) {
          String lambda = name + "$$Lambda" + (lambdas + 1);
          byte[] made =
              bootstrap.getOwner().equals(FACTORY) && bootstrap.getName().equals("metafactory")
                  ? new LambdaClass(lambda, factory, nest).with(called, details)
                  : null;
          if (made == null) {
            super.visitInvokeDynamicInsn(called, factory, bootstrap, details);
            return;
          }
          lambdas++;
          classes.put(lambda, made);
          nests.computeIfAbsent(nest, host -> new ArrayList<>()).add(lambda);
          if (Type.getArgumentCount(factory) == 0) {
            String type = Type.getReturnType(factory).getDescriptor();
            super.visitFieldInsn(Opcodes.GETSTATIC, lambda, LambdaClass.ONE, type);
          } else {
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC, lambda, LambdaClass.ANOTHER, factory, false);
          }
        }

        @Override
        public void visitLocalVariable(
            String variable, String type, String generic, Label start, Label end, int index) {
          // for debuggers alone
        }
      };
    }
  }
}
