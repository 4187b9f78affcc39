package dev.atelier.bench.compare;

import java.util.ArrayList;
import java.util.List;

/** From which batch size on which device is faster. */
final class Overtaking {
    private Overtaking() {}

    /** Returns a sentence for each pair of devices. */
    static List<String> sentences(List<DeviceReport> reports) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            for (int j = i + 1; j < reports.size(); j++) {
                sentences.add(sentence(reports.get(i), reports.get(j)));
            }
        }
        return sentences;
    }

    private static String sentence(DeviceReport one, DeviceReport other) {
        DeviceReport ahead = null;
        boolean changed = false;
        StringBuilder sentence = new StringBuilder();
        for (int batch : one.steps().keySet()) {
            DeviceReport faster = one.samplesPerSecond(batch).median()
                            >= other.samplesPerSecond(batch).median()
                    ? one
                    : other;
            if (ahead == null) {
                DeviceReport behind = faster == one ? other : one;
                sentence.append(faster.device().id())
                        .append(" trains faster than ")
                        .append(behind.device().id());
            } else if (ahead != faster) {
                sentence.append(changed ? ", " : " until ")
                        .append(faster.device().id())
                        .append(" overtakes it at batch ")
                        .append(batch);
                changed = true;
            }
            ahead = faster;
        }
        return sentence.append(changed ? "" : " at every batch size that was measured")
                .append('.')
                .toString();
    }
}
