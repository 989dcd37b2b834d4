package io.weir.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One block with the settings that are allowed in it; unknown, misplaced and unsupported keys are already reported and
 * gone.
 *
 * @param place of the table's header
 * @param settings in order
 * @param blocks nested blocks by key, in order of appearance
 */
record Block(Context context, Place place, Map<String, Setting> settings, Map<String, List<Block>> blocks) {

    @Nullable
    Setting setting(String key) {
        return settings.get(key);
    }

    List<Block> blocks(String key) {
        return blocks.getOrDefault(key, List.of());
    }
}
