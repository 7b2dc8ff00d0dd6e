package io.ailb.expose;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an attribute, operation or parameter is, for the person who looks at it in a console. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@interface Describe {
  String value();

  /** A parameter's name. */
  String name() default "";

  /** Whether an operation changes something. */
  boolean action() default false;
}
