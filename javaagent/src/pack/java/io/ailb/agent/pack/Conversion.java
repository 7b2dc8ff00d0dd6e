package io.ailb.agent.pack;

import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Between the types of a functional interface and those of a lambda's body. */
final class Conversion {
  private static final String OBJECT = "java/lang/Object";

  private static final Map<Type, String> BOXES =
      Map.of(
          Type.BOOLEAN_TYPE, "java/lang/Boolean",
          Type.BYTE_TYPE, "java/lang/Byte",
          Type.CHAR_TYPE, "java/lang/Character",
          Type.SHORT_TYPE, "java/lang/Short",
          Type.INT_TYPE, "java/lang/Integer",
          Type.LONG_TYPE, "java/lang/Long",
          Type.FLOAT_TYPE, "java/lang/Float",
          Type.DOUBLE_TYPE, "java/lang/Double");

  private Conversion() {}

  /**
   * Converts what is on top of the stack.
   *
   * @param is its type to the verifier
   * @param known its type as the compiler knew it
   * @return false if it takes more than a cast, boxing or unboxing
   */
  static boolean write(MethodVisitor code, Type is, Type known, Type wanted) {
    if (wanted.equals(Type.VOID_TYPE)) {
      if (!is.equals(wanted)) {
        code.visitInsn(is.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
      return true;
    }
    String box = BOXES.get(BOXES.containsKey(is) ? is : wanted);
    if (is.equals(wanted)) {
      return true;
    }
    if (box == null) { // of objects both
      cast(code, wanted.getInternalName());
      return true;
    }
    if (BOXES.containsKey(is) && BOXES.containsKey(wanted)) {
      return false;
    }
    if (BOXES.containsKey(is)) {
      String type = "(" + is.getDescriptor() + ")L" + box + ";";
      code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", type, false);
      return wanted.getInternalName().equals(box) || wanted.getInternalName().equals(OBJECT);
    }
    cast(code, box);
    String method = wanted.getClassName() + "Value";
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box, method, "()" + wanted.getDescriptor(), false);
    return known.getInternalName().equals(box);
  }

  private static void cast(MethodVisitor code, String type) {
    if (!type.equals(OBJECT)) {
      code.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
  }
}
