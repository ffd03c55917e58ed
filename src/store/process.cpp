#include "store/process.hpp"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <vector>

#include <signal.h>
#include <unistd.h>

namespace muster::store {

namespace {

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// What /proc/<pid>/stat tells. The second field is a name in brackets that may hold anything, so fields are
/// counted from its end.
struct ProcessState {
    bool is_dead = false; ///< ended, but not yet waited for by its parent
    std::int64_t start_time = 0;
};

std::optional<ProcessState> state_of(std::int64_t pid) {
    const auto stat = first_line("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = stat.rfind(')');
    if (name_end == std::string::npos) {
        return std::nullopt;
    }
    std::istringstream fields(stat.substr(name_end + 1));
    const std::vector<std::string> words{std::istream_iterator<std::string>(fields), {}};
    constexpr std::size_t kState = 0, kStartTime = 19; // fields 3 and 22
    ProcessState state;
    if (words.size() <= kStartTime ||
        std::from_chars(words[kStartTime].data(), words[kStartTime].data() + words[kStartTime].size(),
                        state.start_time)
                .ec != std::errc{}) {
        return std::nullopt;
    }
    state.is_dead = words[kState] == "Z" || words[kState] == "X";
    return state;
}

} // namespace

ProcessIdentity this_process() {
    std::error_code ignored; // no /proc: the namespace stays blank
    const auto name_space = std::filesystem::read_symlink("/proc/self/ns/pid", ignored).string();
    const std::int64_t pid = ::getpid();
    return {.host = first_line("/etc/machine-id") + "/" + first_line("/proc/sys/kernel/random/boot_id") + "/" +
                    name_space,
            .pid = pid,
            .start_time = state_of(pid).value_or(ProcessState{}).start_time};
}

bool is_gone(const ProcessIdentity& process, const ProcessIdentity& here) {
    if (process.host != here.host) {
        return false;
    }
    if (const auto state = state_of(process.pid)) {
        return state->is_dead || state->start_time != process.start_time;
    }
    return ::kill(static_cast<pid_t>(process.pid), 0) != 0 &&
           errno == ESRCH; // /proc may hide other people's processes
}

} // namespace muster::store
