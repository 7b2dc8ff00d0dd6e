/**
 * Starts the agent and weaves its calls into HTTP clients. Begin at {@link
 * io.ailb.agent.install.Installer}. The {@link io.ailb.agent.install.Weaver} has the methods
 * changed that {@link io.ailb.agent.install.JoinPoint} lists, as their classes are loaded; the
 * {@link io.ailb.agent.install.Linker} connects each changed method, on its first run, with the
 * adapter, which a {@link io.ailb.agent.install.PluginLoader} defines beside the client. {@link
 * io.ailb.agent.install.Balancer} is the load balancer, which starts in the background.
 *
 * <p>Loaded by the agent's loader. Nothing here holds a class or an object of the application
 * strongly.
 */
@NullMarked
package io.ailb.agent.install;

import org.jspecify.annotations.NullMarked;
