package org.chancery.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resources of C2SP tlog-tiles, by path: {@code /checkpoint}, {@code /tile/<L>/<N>[.p/<W>]} and {@code
 * /tile/entries/<N>[.p/<W>]}. Partial tiles are made on demand and stay available for ever. A path that is written in
 * any other way than the standard's names nothing. May be asked by any thread.
 */
public final class LogFiles {

    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final Pattern TILE = Pattern.compile("/tile/(?<level>entries|0|[1-9]\\d?)/"
            + "(?<index>(?!x000/)(?:x\\d{3}/){0,5}\\d{3})(?:\\.p/(?<width>[1-9]\\d{0,2}))?");
    private static final int MAX_LEVEL = 63;

    private final Tiles tiles;
    private final Supplier<Checkpoint> newest;

    /** @param newest the checkpoint to serve now */
    public LogFiles(Tiles tiles, Supplier<Checkpoint> newest) {
        this.tiles = tiles;
        this.newest = newest;
    }

    /**
     * A resource.
     *
     * @param cacheControl value of the header of that name
     * @param worthCompressing whether it is text; hashes are not
     */
    public record Resource(byte[] body, String contentType, String cacheControl, boolean worthCompressing) {}

    /** The resource at this path, which begins with a slash; empty if the log has none. */
    public Optional<Resource> get(String path) {
        if (path.equals("/checkpoint")) {
            byte[] note = newest.get().note().getBytes(StandardCharsets.UTF_8);
            return Optional.of(new Resource(note, "text/plain; charset=utf-8", "no-cache", false));
        }
        Matcher tile = TILE.matcher(path);
        return tile.matches() ? tile(tile) : Optional.empty();
    }

    private Optional<Resource> tile(Matcher path) {
        int width =
                Optional.ofNullable(path.group("width")).map(Integer::parseInt).orElse(Tiles.WIDTH);
        if (path.group("width") != null && width >= Tiles.WIDTH) {
            return Optional.empty();
        }
        long index = Long.parseLong(path.group("index").replaceAll("[x/]", ""));
        try {
            return path.group("level").equals("entries")
                    ? Optional.of(immutable(tiles.entries(index, width), true))
                    : hashes(Integer.parseInt(path.group("level")), index, width);
        } catch (IllegalArgumentException notYet) {
            return Optional.empty();
        }
    }

    private Optional<Resource> hashes(int level, long index, int width) {
        return level > MAX_LEVEL ? Optional.empty() : Optional.of(immutable(tiles.tile(level, index, width), false));
    }

    private static Resource immutable(byte[] body, boolean worthCompressing) {
        return new Resource(body, "application/octet-stream", IMMUTABLE, worthCompressing);
    }
}
