/**
 * Makes settings of text. Start at {@link io.ailb.config.ConfigReader}: YAML (or JSON) becomes a
 * tree of {@link io.ailb.config.Value}s that know their place, is checked against the one table of
 * all keys, {@link io.ailb.config.Schema}, and read into the settings records of the rooms that use
 * them. The same table writes the JSON Schema and the reference in the documentation. All problems
 * are found in one go, and each names the place, the value and the remedy.
 */
@NullMarked
package io.ailb.config;

import org.jspecify.annotations.NullMarked;
