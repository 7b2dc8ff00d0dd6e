package io.ailb.agent.install;

import java.util.EnumSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Changes the methods of {@link JoinPoint}, in one of two shapes. With the ASM in Byte Buddy and
 * not with its AgentBuilder, which would cost every JVM half a second of CPU; the shapes leave
 * frames as they are, so that nothing has to be computed and no class of the application to be
 * loaded.
 */
final class Weaving {
  /** Class files before Java 7's have no invokedynamic. */
  private static final int JAVA_7 = 51;

  private static final Handle BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/AiLbDispatcher",
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
              + "Ljava/lang/invoke/CallSite;",
          false);

  private Weaving() {}

  /** The changed class file, or null if it is not a class that we know. */
  static byte @Nullable [] woven(String name, byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    if (reader.readUnsignedShort(6) < JAVA_7) {
      Weaver.report(name, "its class file is older than Java 7");
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    Visitor visitor = new Visitor(name, writer);
    reader.accept(visitor, 0);
    if (!visitor.missing.isEmpty()) {
      Weaver.report(name, "it has no " + visitor.missing.iterator().next().advice() + "()");
      return null;
    }
    return writer.toByteArray();
  }

  private static final class Visitor extends ClassVisitor {
    private final String className;
    private final Set<JoinPoint> missing = EnumSet.noneOf(JoinPoint.class);

    Visitor(String className, ClassVisitor next) {
      super(Opcodes.ASM9, next);
      this.className = className;
      for (JoinPoint point : JoinPoint.values()) { // a lambda would cost the start
        if (point.isOf(className)) {
          missing.add(point);
        }
      }
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      JoinPoint point = JoinPoint.of(className, name, descriptor);
      if (point == null || (access & (Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) != 0) {
        return method;
      }
      missing.remove(point);
      return switch (point.shape()) {
        case REPLACE -> new Replacing(method, point, descriptor);
        case TAKE_OVER -> new TakingOver(method, point, descriptor);
      };
    }
  }

  /** Before each return: result = agent(result). */
  private static final class Replacing extends MethodVisitor {
    private final JoinPoint point;
    private final String returned;

    Replacing(MethodVisitor next, JoinPoint point, String descriptor) {
      super(Opcodes.ASM9, next);
      this.point = point;
      this.returned = Type.getReturnType(descriptor).getInternalName();
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.ARETURN) {
        visitInvokeDynamicInsn(point.name(), "(Ljava/lang/Object;)Ljava/lang/Object;", BOOTSTRAP);
        visitTypeInsn(Opcodes.CHECKCAST, returned);
      }
      super.visitInsn(opcode);
    }
  }

  /** First of all: if ((taken = agent(this, arguments)) != null) return taken. */
  private static final class TakingOver extends MethodVisitor {
    private final JoinPoint point;
    private final String descriptor;

    /** Its own and the arguments; to the dispatcher one alone would be a result to replace. */
    private final int objects;

    private final int arguments;

    TakingOver(MethodVisitor next, JoinPoint point, String descriptor) {
      super(Opcodes.ASM9, next);
      this.point = point;
      this.descriptor = descriptor;
      this.arguments = Type.getArgumentTypes(descriptor).length;
      this.objects = 1 + Math.max(1, arguments);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      for (int i = 0; i <= arguments; i++) {
        visitVarInsn(Opcodes.ALOAD, i);
      }
      if (arguments == 0) {
        visitInsn(Opcodes.ACONST_NULL);
      }
      String type = "(" + "Ljava/lang/Object;".repeat(objects) + ")Ljava/lang/Object;";
      visitInvokeDynamicInsn(point.name(), type, BOOTSTRAP);
      Label notTaken = new Label();
      visitInsn(Opcodes.DUP);
      visitJumpInsn(Opcodes.IFNULL, notTaken);
      visitTypeInsn(Opcodes.CHECKCAST, Type.getReturnType(descriptor).getInternalName());
      visitInsn(Opcodes.ARETURN);
      visitLabel(notTaken);
      visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Object"});
      visitInsn(Opcodes.POP);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, objects + 1), maxLocals);
    }
  }
}
