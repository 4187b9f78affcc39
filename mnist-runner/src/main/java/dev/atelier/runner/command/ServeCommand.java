package dev.atelier.runner.command;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Devices;
import dev.atelier.engine.backend.Probe;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.serve.LiveServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves the live page until it is interrupted. */
@Command(
        name = "serve",
        description = "Serves a page on this machine: start runs and watch them learn, draw a digit and see what the"
                + " network makes of it, compare two backends side by side.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Ctrl-C stops the runs and the server; the exit code is then 0."})
final class ServeCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A safetensors file, from train --save-model or from PyTorch, to draw digits for without"
                    + " training first.")
    private @Nullable Path modelFile;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8427",
            description = "The port; 0 is any that is free. Default: 8427.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address or name to listen on. Default: 127.0.0.1, which only this machine reaches; with"
                    + " another, all who reach it can start runs.")
    private String bind = "127.0.0.1";

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        output.check();
        if (port < 0 || port > LAST_PORT) {
            throw usage("--port must be from 0 to " + LAST_PORT + ", but is " + port);
        } else if (data.table() != null) {
            throw usage("--data: the page shows networks that see images, not the rows of a table");
        }
        BackendOptions options = device.options(surroundings, data.cacheFolder());
        ModelFile.Model model = modelFile == null ? null : ModelFile.read(modelFile);
        ImageSize size = model == null || modelFile == null ? null : ImageSize.of(modelFile, model);
        data.startLoading(surroundings);
        LivePlanner planner = new LivePlanner(devices(options), options, data::loaded);
        if (model == null) {
            // Without them there is nothing to do, which is better said here than on the page.
            ImageData images = data.loaded();
            output.progress(output.text(surroundings)).accept(Lines.wrap("data     " + images.name()));
        }
        try (LiveServer server = listen(planner)) {
            if (model != null && size != null) {
                server.open(model, size, modelFile + "");
            }
            serve(server);
        }
        return ExitCode.DONE.code();
    }

    private void serve(LiveServer server) throws InterruptedException {
        InetSocketAddress address = server.address();
        String literal = address.getAddress().isAnyLocalAddress()
                ? bind
                : address.getAddress().getHostAddress();
        String url =
                "http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + address.getPort() + "/";
        CountDownLatch interrupted = new CountDownLatch(1);
        surroundings.interruption().whenSignalled(interrupted::countDown);
        PrintStream text = output.text(surroundings);
        text.println(Lines.wrap("serving  " + url + "   (Ctrl-C stops)"));
        text.flush();
        output.writeJson(surroundings, json -> json.writeStringProperty("address", url));
        interrupted.await();
    }

    private LiveServer listen(LivePlanner planner) {
        try {
            return new LiveServer(bind, port, planner);
        } catch (IOException e) {
            String where = bind + ", port " + port;
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    e instanceof BindException && String.valueOf(e.getMessage()).contains("in use")
                            ? where + ": is taken by another program; choose another with --port, or 0 for any free one"
                            : where + ": can't be listened on: " + e.getMessage(),
                    e);
        }
    }

    /** Returns the devices that can be used, the one asked for or else the best first. */
    private List<DeviceInfo> devices(BackendOptions options) {
        List<DeviceInfo> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Probe probe : Backends.probeWith(options)) {
            found.addAll(probe.devices());
            faults.add(probe.backend() + ": " + probe.message());
        }
        List<DeviceInfo> eligible = found.stream()
                .filter(info -> device.backend().equals(Backends.AUTO)
                        || device.backend().equals(info.backend()))
                .toList();
        if (eligible.isEmpty()) {
            throw new BackendUnavailableException(
                    "no backend '" + device.backend() + "' can be used: " + String.join("; ", faults));
        }
        DeviceInfo first = Devices.choose(eligible, device.device());
        found.remove(first);
        found.add(0, first);
        return found;
    }

    private ParameterException usage(String message) {
        CommandSpec own = spec;
        if (own == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(own.commandLine(), message);
    }
}
