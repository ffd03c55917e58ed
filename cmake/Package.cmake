# What an installed Muster consists of (`cmake --install`), and its Debian package (`./run package`). The target
# package_files makes what the program itself prints; only an installation needs it.

set(MUSTER_PACKAGE_FILES ${CMAKE_BINARY_DIR}/package_files)
set(MUSTER_PACKAGING ${PROJECT_SOURCE_DIR}/packaging)
find_program(GZIP gzip REQUIRED)

add_custom_command(
  OUTPUT ${MUSTER_PACKAGE_FILES}/muster.1.gz ${MUSTER_PACKAGE_FILES}/muster.bash ${MUSTER_PACKAGE_FILES}/_muster
    ${MUSTER_PACKAGE_FILES}/muster.fish ${MUSTER_PACKAGE_FILES}/changelog.gz
  COMMAND ${CMAKE_COMMAND} -E make_directory ${MUSTER_PACKAGE_FILES}
  COMMAND muster manual | ${GZIP} -9n > muster.1.gz
  COMMAND muster completion bash > muster.bash
  COMMAND muster completion zsh > _muster
  COMMAND muster completion fish > muster.fish
  COMMAND ${GZIP} -9n < ${PROJECT_SOURCE_DIR}/CHANGELOG.md > changelog.gz
  WORKING_DIRECTORY ${MUSTER_PACKAGE_FILES}
  DEPENDS muster ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  VERBATIM)
add_custom_target(package_files DEPENDS ${MUSTER_PACKAGE_FILES}/muster.1.gz)

set(only_owner_and_group OWNER_READ OWNER_WRITE GROUP_READ)
install(TARGETS muster RUNTIME DESTINATION bin)
install(FILES ${MUSTER_PACKAGE_FILES}/muster.1.gz DESTINATION share/man/man1)
install(FILES ${MUSTER_PACKAGE_FILES}/muster.bash DESTINATION share/bash-completion/completions RENAME muster)
install(FILES ${MUSTER_PACKAGE_FILES}/_muster DESTINATION share/zsh/vendor-completions)
install(FILES ${MUSTER_PACKAGE_FILES}/muster.fish DESTINATION share/fish/vendor_completions.d)
install(FILES ${MUSTER_PACKAGING}/muster.service DESTINATION lib/systemd/system)
install(FILES ${MUSTER_PACKAGING}/muster.sysusers DESTINATION lib/sysusers.d RENAME muster.conf)
install(DIRECTORY DESTINATION /etc/muster
  DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE)
install(FILES ${MUSTER_PACKAGING}/muster.toml ${MUSTER_PACKAGING}/muster.env DESTINATION /etc/muster
  PERMISSIONS ${only_owner_and_group})
install(FILES README.md NOTICE docs/user-guide.md docs/command-line.md docs/operations.md
    ${MUSTER_PACKAGING}/debian/copyright ${MUSTER_PACKAGE_FILES}/changelog.gz
  DESTINATION share/doc/muster)

set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/package)
set(CPACK_PACKAGE_NAME muster)
set(CPACK_PACKAGE_CONTACT "The Muster authors <muster@example.org>")
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keeps Constant Contact in step with a chamber's Members and Reps")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Muster keeps the Members and Reps of chambers of commerce, brings the Reps to
Constant Contact as contacts on lists, and brings the unsubscribes back.
.
It serves a back office for browsers and runs what is due every day; everything
is a command, too. \"muster demo\" shows all of it without an account.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Either of the three makes the user; init-system-helpers enables and starts the service.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "ca-certificates, tzdata, init-system-helpers, systemd | systemd-standalone-sysusers | adduser")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS systemd)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${MUSTER_PACKAGING}/debian/postinst ${MUSTER_PACKAGING}/debian/prerm ${MUSTER_PACKAGING}/debian/postrm
  ${MUSTER_PACKAGING}/debian/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
