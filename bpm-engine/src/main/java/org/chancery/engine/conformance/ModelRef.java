package org.chancery.engine.conformance;

/**
 * The model that a case runs under.
 *
 * @param key of the process
 * @param version as deployed
 * @param hash SHA-256 of the file, base64url
 */
public record ModelRef(String key, long version, String hash) {}
