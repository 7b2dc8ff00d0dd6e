package io.ailb.agent.pack;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The class of one lambda: what it captured are its fields, its one method calls the lambda's body.
 * A lambda that captures nothing is there once.
 */
final class LambdaClass {
  /** The field with the one object, where nothing is captured. */
  static final String ONE = "ONE";

  /** The method that makes an object of what is captured. */
  static final String ANOTHER = "of";

  private static final String OBJECT = "java/lang/Object";
  private static final String CONSTRUCTOR = "<init>";

  private final ClassWriter file = new ClassWriter(ClassWriter.COMPUTE_MAXS);
  private final String name;
  private final String factory;
  private final Type[] captured;
  private final Type type;

  /**
   * Begins it.
   *
   * @param factory takes what is captured and gives the functional interface
   * @param nest the host of the nest that has the body, which may be private
   */
  LambdaClass(String name, String factory, String nest) {
    this.name = name;
    this.factory = factory;
    this.captured = Type.getArgumentTypes(factory);
    this.type = Type.getReturnType(factory);
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    file.visit(Opcodes.V17, access, name, null, OBJECT, new String[] {type.getInternalName()});
    file.visitNestHost(nest);
  }

  /**
   * The class file.
   *
   * @param method of the functional interface
   * @param details as LambdaMetafactory takes them: the method's erased type, the body, the
   *     method's type here
   * @return null if it takes more than casting, boxing and unboxing, or the body is a superclass's
   */
  byte[] with(String method, Object[] details) {
    Type erased = (Type) details[0];
    Handle body = (Handle) details[1];
    if (body.getTag() == Opcodes.H_INVOKESPECIAL && !body.getName().startsWith("lambda$")) {
      return null;
    }
    for (int i = 0; i < captured.length; i++) {
      file.visitField(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
          field(i),
          captured[i].getDescriptor(),
          null,
          null);
    }
    constructor();
    if (captured.length == 0) {
      one();
    } else {
      another();
    }
    return method(method, erased, (Type) details[2], body) ? file.toByteArray() : null;
  }

  private static String field(int index) {
    return "captured" + index;
  }

  private String constructorType() {
    return Type.getMethodDescriptor(Type.VOID_TYPE, captured);
  }

  private void constructor() {
    MethodVisitor code = method(Opcodes.ACC_PRIVATE, CONSTRUCTOR, constructorType());
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
    int variable = 1;
    for (int i = 0; i < captured.length; i++) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), variable);
      code.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), captured[i].getDescriptor());
      variable += captured[i].getSize();
    }
    end(code, Opcodes.RETURN);
  }

  private void one() {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    file.visitField(access, ONE, type.getDescriptor(), null, null);
    MethodVisitor code = method(Opcodes.ACC_STATIC, "<clinit>", "()V");
    create(code);
    code.visitFieldInsn(Opcodes.PUTSTATIC, name, ONE, type.getDescriptor());
    end(code, Opcodes.RETURN);
  }

  private void another() {
    MethodVisitor code = method(Opcodes.ACC_STATIC, ANOTHER, factory);
    create(code);
    end(code, Opcodes.ARETURN);
  }

  /** From the arguments of the method that is being written. */
  private void create(MethodVisitor code) {
    code.visitTypeInsn(Opcodes.NEW, name);
    code.visitInsn(Opcodes.DUP);
    int variable = 0;
    for (Type each : captured) {
      code.visitVarInsn(each.getOpcode(Opcodes.ILOAD), variable);
      variable += each.getSize();
    }
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, constructorType(), false);
  }

  /** The method of the interface; false if its types do not lead to the body's. */
  private boolean method(String method, Type erased, Type here, Handle body) {
    MethodVisitor code = method(Opcodes.ACC_PUBLIC, method, erased.getDescriptor());
    boolean creates = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (creates) {
      code.visitTypeInsn(Opcodes.NEW, body.getOwner());
      code.visitInsn(Opcodes.DUP);
    }
    List<Type> taken = taken(body);
    int argument = 0;
    for (; argument < captured.length; argument++) {
      Type each = captured[argument];
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, name, field(argument), each.getDescriptor());
      if (!Conversion.write(code, each, each, taken.get(argument))) {
        return false;
      }
    }
    Type[] given = erased.getArgumentTypes();
    Type[] known = here.getArgumentTypes();
    int variable = 1;
    for (int i = 0; i < given.length; i++, argument++) {
      code.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), variable);
      variable += given[i].getSize();
      if (!Conversion.write(code, given[i], known[i], taken.get(argument))) {
        return false;
      }
    }
    code.visitMethodInsn(
        opcode(body), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
    Type result = creates ? Type.getObjectType(body.getOwner()) : returned(body);
    if (!Conversion.write(code, result, result, erased.getReturnType())) {
      return false;
    }
    end(code, erased.getReturnType().getOpcode(Opcodes.IRETURN));
    return true;
  }

  private static List<Type> taken(Handle body) {
    List<Type> taken = new ArrayList<>();
    if (body.getTag() != Opcodes.H_INVOKESTATIC && body.getTag() != Opcodes.H_NEWINVOKESPECIAL) {
      taken.add(Type.getObjectType(body.getOwner()));
    }
    taken.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
    return taken;
  }

  private static Type returned(Handle body) {
    return Type.getReturnType(body.getDesc());
  }

  private static int opcode(Handle body) {
    return switch (body.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      default -> body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    };
  }

  private MethodVisitor method(int access, String method, String descriptor) {
    MethodVisitor code = file.visitMethod(access, method, descriptor, null, null);
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code, int opcode) {
    code.visitInsn(opcode);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
