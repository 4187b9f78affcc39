package dev.atelier.runner.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.ImageSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JsonGenerator;

/** All that the page shows and does: two lanes, and everybody who watches them. */
final class Studio implements LaneListener, AutoCloseable {
    /** Neurons whose weights are shown while they change, always the same ones. */
    private static final int NEURONS_SHOWN = 48;

    /** Test images that the accuracy between epochs is measured on; it is exact to about one per cent. */
    private static final int IMAGES_LOOKED_AT = 500;

    /** Weights that wait to be shown; newer ones come soon. */
    private static final int MOST_WAITING = 2;

    private static final long MILLIS_TO_STOP = 10_000;

    private final RunPlanner planner;
    private final EventHub hub = new EventHub();
    private final List<Lane> lanes = List.of(new Lane("A", this), new Lane("B", this));
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService observer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "atelier-observer");
        thread.setDaemon(true);
        return thread;
    });
    private Map<String, String> wishes = Map.of();

    Studio(RunPlanner planner) {
        this.planner = planner;
    }

    /** Shows a network that was read from a file. */
    void open(SeenNetwork network, String file) {
        lanes.get(0).open(network, file);
    }

    /** Adds a browser, which begins with the whole state. */
    void addListener(HttpExchange exchange) {
        hub.add(exchange, () -> {
            List<byte[]> events = new ArrayList<>(List.of(EventHub.event("state", state())));
            for (Lane lane : lanes) {
                SeenNetwork network = lane.network();
                if (network != null) {
                    events.add(EventHub.event("neurons", neurons(lane, network)));
                }
            }
            return events;
        });
    }

    /**
     * Starts a run, or two side by side that differ in their device.
     *
     * @param values {@code device}, {@code compare} (the second device, or empty), and options of {@link RunPlanner#options}
     * @throws BadRequest if one is running already, or a value is not possible
     */
    synchronized void start(Map<String, String> values) {
        if (lanes.stream().anyMatch(Lane::isActive)) {
            throw new BadRequest(409, "a run is under way; stop it first");
        }
        Map<String, String> options = new LinkedHashMap<>(values);
        String device = options.remove("device");
        String other = options.remove("compare");
        options.values().removeIf(String::isBlank);
        List<RunPlan> plans = new ArrayList<>();
        try {
            plans.add(planner.plan(device == null ? planner.devices().get(0).id() : device, options));
            if (other != null && !other.isEmpty()) {
                plans.add(planner.plan(other, options));
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()), e);
        } catch (DataException e) {
            throw new BadRequest(422, String.valueOf(e.getMessage()), e);
        }
        wishes = Map.copyOf(values);
        for (int i = 0; i < lanes.size(); i++) {
            if (i < plans.size()) {
                lanes.get(i).start(plans.get(i));
            } else {
                lanes.get(i).clear();
            }
        }
    }

    /**
     * Pauses the runs.
     *
     * @param values {@code lane} where only one is meant
     * @throws BadRequest if there is no such lane
     */
    void pause(Map<String, String> values) {
        named(values).forEach(Lane::pause);
    }

    /** Lets the runs go on, as {@link #pause} chooses them. */
    void resume(Map<String, String> values) {
        named(values).forEach(Lane::resume);
    }

    private List<Lane> named(Map<String, String> values) {
        String name = values.get("lane");
        List<Lane> chosen = lanes.stream()
                .filter(lane -> name == null || lane.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new BadRequest(400, "there is no run '" + name + "'");
        }
        return chosen;
    }

    void stop() {
        lanes.forEach(Lane::stop);
    }

    /**
     * Returns what each network that there is makes of a drawn digit.
     *
     * @throws BadRequest if it is no digit
     */
    byte[] look(Map<String, String> values) {
        DrawnDigit digit = DrawnDigit.of(values);
        return Json.object(json -> {
            json.writeArrayPropertyStart("verdicts");
            for (Lane lane : lanes) {
                SeenNetwork network = lane.network();
                if (network != null) {
                    json.writeStartObject();
                    json.writeStringProperty("lane", lane.name());
                    new Verdict(network, digit).write(json);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        });
    }

    private synchronized Map<String, String> wishes() {
        return wishes;
    }

    private byte[] state() {
        return Json.object(json -> {
            json.writeArrayPropertyStart("devices");
            for (RunPlanner.Device device : planner.devices()) {
                json.writeStartObject();
                json.writeStringProperty("id", device.id());
                json.writeStringProperty("name", device.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("options");
            planner.options().forEach((name, choices) -> {
                json.writeArrayPropertyStart(name);
                choices.forEach(json::writeString);
                json.writeEndArray();
            });
            json.writeEndObject();
            json.writeObjectPropertyStart("values");
            wishes().forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeArrayPropertyStart("lanes");
            lanes.forEach(lane -> writeLane(json, lane));
            json.writeEndArray();
        });
    }

    private static void writeLane(JsonGenerator json, Lane lane) {
        json.writeStartObject();
        lane.write(json);
        json.writeEndObject();
    }

    private static byte[] neurons(Lane lane, SeenNetwork network) {
        LayerWeights first = network.model().weights().layers().get(0);
        int shown = Math.min(NEURONS_SHOWN, first.outputs());
        return Json.object(json -> {
            json.writeStringProperty("lane", lane.name());
            json.writeNumberProperty("height", network.size().height());
            json.writeNumberProperty("width", network.size().width());
            json.writeNumberProperty("neurons", first.outputs());
            json.writeNumberProperty("shown", shown);
            json.writeStringProperty("weights", Base64.getEncoder().encodeToString(WeightBytes.ofFirst(first, shown)));
        });
    }

    @Override
    public void onChange(Lane lane) {
        hub.send("state", state());
    }

    @Override
    public void onProgress(Lane lane, Lane.Progress progress) {
        hub.send("progress", Json.object(json -> {
            json.writeStringProperty("lane", lane.name());
            progress.write(json);
        }));
    }

    @Override
    public void onWeights(Lane lane, SeenNetwork network) {
        if (waiting.incrementAndGet() > MOST_WAITING && lane.isActive()) {
            waiting.decrementAndGet();
            return;
        }
        RunHistory history = lane.history();
        ImageSet images = lane.testImages();
        observer.execute(() -> {
            waiting.decrementAndGet();
            hub.send("neurons", neurons(lane, network));
            if (images != null) {
                double accuracy = new HostNetwork(network.model()).accuracy(images, IMAGES_LOOKED_AT);
                history.addAccuracy(network.epochs(), network.seconds(), accuracy);
                hub.send("accuracy", Json.object(json -> {
                    json.writeStringProperty("lane", lane.name());
                    json.writeName("point");
                    RunHistory.writePoint(json, network.epochs(), network.seconds(), accuracy);
                }));
            }
        });
    }

    @Override
    public boolean isWatched() {
        return hub.isWatched();
    }

    /** Ends the runs and cuts off all browsers. */
    @Override
    public void close() {
        stop();
        try {
            for (Lane lane : lanes) {
                lane.await(MILLIS_TO_STOP);
            }
            observer.shutdown();
            observer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hub.close();
    }
}
